/** Named steps of the trail in the bottom bar, in the order of the item. */
export const trailSteps = [
  'notice',
  'consent',
  'card',
  'identify',
  'verify',
  'company',
  'principal',
  'setPin',
  'parameters',
  'form',
  'materials',
  'query',
  'pickUp',
  'submit',
  'bills',
  'pay',
  'collect',
  'preview',
  'confirm',
  'print',
  'rate',
  'take',
] as const;
export type TrailStep = (typeof trailSteps)[number];

/** Five levels of GB/T 39734-2020, best first. */
export const ratingLevels = [
  'verySatisfied',
  'satisfied',
  'basicallySatisfied',
  'dissatisfied',
  'veryDissatisfied',
] as const;
export type RatingLevel = (typeof ratingLevels)[number];
