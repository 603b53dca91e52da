import { capitalYuan } from '../../src-shared/money.ts';
import { Amounts } from '../design/amounts.tsx';
import { Button } from '../design/button.tsx';
import { Machine } from '../design/machine.tsx';
import { Stage } from '../design/stage.tsx';
import { type ScreenProps, useTerminal } from '../terminal-context.ts';

/** What the machine owes against the code on a slip, before it pays and while it does. */
export function CollectClaim({ screen }: ScreenProps<'collectClaim'>) {
  const { words, language, act } = useTerminal();
  const { collectClaim } = words;
  const { amount, state } = screen;
  return (
    <Stage
      title={collectClaim.titles[state]}
      explain={collectClaim.explains[state]}
      {...(state === 'payingOut'
        ? { picture: <Machine label={collectClaim.picture} notes="leaving" /> }
        : {})}
      action={
        state === 'found' && (
          <Button look="main" onPress={() => act({ type: 'next' })}>
            {collectClaim.collect}
          </Button>
        )
      }
    >
      <Amounts
        rows={[
          {
            name: collectClaim.amount,
            amount,
            strong: true,
            capitals: language === 'zh' ? capitalYuan(amount) : undefined,
          },
        ]}
      />
    </Stage>
  );
}
