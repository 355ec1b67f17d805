import type { Database, Tx } from './database.ts'

/**
 * Does something to whatever there is for it, so many at a time, each batch in a transaction of its own: nobody waits long
 * for what it holds, and what is done stays done. Gives how many there were.
 * @param batch does it to at most `most` and gives how many these were
 */
export async function inBatches(
  { tx }: Pick<Database, 'tx'>,
  most: number,
  batch: (tx: Tx, most: number) => Promise<number>,
  signal?: AbortSignal,
): Promise<number> {
  for (let all = 0; ; ) {
    signal?.throwIfAborted()
    const done = await tx((within) => batch(within, most))
    all += done
    if (done < most) return all
  }
}
