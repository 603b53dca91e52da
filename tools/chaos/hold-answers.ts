import { holdAnswers } from './held-answers.ts';

holdAnswers(() => process.send?.('kept'));
// It must not outlive whoever started it.
process.on('disconnect', () => process.exit(0));
