import { useState } from 'react';
import type { Language } from '../../src-shared/text.ts';
import { Dashboard } from './dashboard.tsx';
import { LanguageContext } from './language.tsx';
import { signOut, useLive } from './server.ts';
import { SignIn } from './sign-in.tsx';

export function App() {
  const [visit, setVisit] = useState(0);
  const [language, setLanguage] = useState<Language>('zh');
  const live = useLive(visit);
  const again = () => setVisit(visit + 1);
  const switchLanguage = () => {
    const next = language === 'zh' ? 'en' : 'zh';
    document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en';
    setLanguage(next);
  };
  return (
    <LanguageContext value={language}>
      {live.signedOut ? (
        <SignIn onSignedIn={again} onLanguage={switchLanguage} />
      ) : (
        live.overview !== null && (
          <Dashboard
            overview={live.overview}
            connected={live.connected}
            onLanguage={switchLanguage}
            onSignOut={() => signOut().then(again)}
          />
        )
      )}
    </LanguageContext>
  );
}
