/** The lists whose views and columns people keep: of readers' requests, and of those of other libraries. */
export const listNames = ['requests', 'lendings'] as const
export type ListName = (typeof listNames)[number]
