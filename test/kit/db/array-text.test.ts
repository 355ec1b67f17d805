import { expect } from 'chai'
import fc from 'fast-check'
import { numberArray, textArray } from '../../../src/kit/db/index.ts'
import { useDatabase } from '../../database.ts'

describe('Arrays as PostgreSQL reads them', () => {
  const data = useDatabase()

  it('come out as they went in, whatever stands in them', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', '\\', ',', '{', '}', ' ', '\n', "'", 'é', '😀', 'NULL') })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text)), fc.array(fc.integer()), async (texts, numbers) => {
        const { rows } = await data.database.pool.query('select $1::text[] as texts, $2::int[] as numbers', [
          textArray(texts),
          numberArray(numbers),
        ])
        expect(rows[0]).to.deep.equal({ texts, numbers })
      }),
    )
  })
})
