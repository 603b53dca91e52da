import { useState } from 'react';
import { Operators } from './operators.tsx';
import { Recalls } from './recalls.tsx';
import { ReviewCase } from './review-case.tsx';
import type { Me } from './review-model.ts';
import { ReviewQueue } from './review-queue.tsx';
import { useReview } from './review-server.ts';
import { ReviewShare } from './review-share.tsx';
import { RuleSets } from './rule-sets.tsx';

/** Zero manual review: its share, what waits for a person, one case, the rules and the people. */
export function Review({ revision, me }: { readonly revision: string; readonly me: Me }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [acts, setActs] = useState(0);
  const current = `${revision} ${acts}`;
  const review = useReview(current);
  if (review === null) return null;
  const acted = () => setActs(acts + 1);
  return (
    <main className={chosen === null ? 'panes' : 'panes with-detail'}>
      <div className="column">
        <ReviewShare counts={review.counts} days={review.days} />
        <ReviewQueue queue={review.queue} now={review.at} chosen={chosen} onChoose={setChosen} />
        {review.recalls.length > 0 && (
          <Recalls recalls={review.recalls} onChoose={setChosen} onDone={acted} />
        )}
        <RuleSets ruleSets={review.ruleSets} me={me} onDone={acted} />
        {me.role === 'administrator' && <Operators revision={current} onDone={acted} />}
      </div>
      {chosen !== null && (
        <ReviewCase
          key={chosen}
          id={chosen}
          revision={current}
          me={me}
          onDone={acted}
          onClose={() => setChosen(null)}
        />
      )}
    </main>
  );
}
