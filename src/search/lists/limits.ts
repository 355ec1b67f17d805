/** Bytes of a list, and targets in it. */
export const longestList = 4 * 1024 * 1024
export const mostListed = 1000
