import type pg from 'pg'

/** How many statements a pool of connections carries out while something is done. */
export function statementCounter(pool: pg.Pool): (doing: () => Promise<unknown>) => Promise<readonly string[]> {
  const counted = new WeakSet<pg.PoolClient>()
  let seen: string[] = []
  pool.on('acquire', (client) => {
    if (counted.has(client)) return
    counted.add(client)
    const query = client.query.bind(client) as (...given: unknown[]) => unknown
    Object.assign(client, {
      query: (...given: unknown[]) => {
        const [what] = given as [string | { readonly text: string }]
        seen.push(typeof what === 'string' ? what : what.text)
        return query(...given)
      },
    })
  })
  return async (doing) => {
    seen = []
    await doing()
    return [...seen]
  }
}
