/** A file or folder of this installation. What is built lies two folders below its root, as this source does. */
export const installed = (path: string): URL => new URL(`../../${path}`, import.meta.url)
