/** What was done with a step of the library’s own system, for whoever comes back to a page. */
export const stepDone = {
  systemRetry: 'The library’s system is asked again.',
  systemByHand: 'The step is noted as done by hand.',
  systemTakeBack: 'The step is open again: it was not done by hand.',
} as const
