import { lastMonths } from '../calendar.ts';
import type { Step } from '../context.ts';

/** Which schemes, and how far back. */
export const parameters: Step<'parameters'> = async (context, settings, { mayGoBack }) => {
  const periods = settings.periods.map((months) => ({ months, ...lastMonths(context.clock, months) }));
  const screen = {
    kind: 'parameters' as const,
    region: settings.region,
    schemes: settings.schemes,
    selectedSchemes: context.found.range?.schemes ?? settings.schemes,
    periods,
    selectedMonths: settings.defaultPeriod,
  };
  for (;;) {
    const act = await context.conversation.ask(screen, [
      'chooseParameters',
      ...(mayGoBack ? (['back'] as const) : []),
    ]);
    if (act.type === 'back') return 'back';
    const period = periods.find((candidate) => candidate.months === act.months);
    const schemes = settings.schemes.filter((scheme) => act.schemes.includes(scheme));
    if (period === undefined || schemes.length === 0) continue;
    context.found.range = { schemes, from: period.from, to: period.to };
    return 'next';
  }
};
