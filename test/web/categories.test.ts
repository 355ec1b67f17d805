import { expect } from 'chai'
import type { TargetInfo } from '../../src/search/index.ts'
import { chosenLibraries } from '../../src/web/categories.ts'

const library = (id: string, ...categories: string[]): TargetInfo => ({
  id,
  label: id,
  categories,
  preselected: false,
  health: { breaker: 'closed' },
})
const libraries = [library('a', 'Near'), library('b', 'Near', 'Academic'), library('c', 'Academic')]

describe('Libraries chosen by category', () => {
  for (const [what, ticked, chosen] of [
    ['are those of a category ticked anew, beside others', { t: ['c'], c: ['Near'], had: [] }, ['c', 'a', 'b']],
    ['are not those of one that was unticked', { t: ['a', 'b', 'c'], c: [], had: ['Near'] }, ['c']],
    ['are as ticked one by one in a category left ticked', { t: ['a'], c: ['Near'], had: ['Near'] }, ['a']],
    [
      'are kept by another category of theirs that is ticked',
      { t: ['a', 'b', 'c'], c: ['Academic'], had: ['Near', 'Academic'] },
      ['b', 'c'],
    ],
    ['are those ticked where no category is', { t: ['b'], c: [], had: [] }, ['b']],
    ['are none for a category nobody knows', { t: [], c: ['Far'], had: [] }, []],
  ] as const)
    it(what, () => expect(chosenLibraries(ticked, libraries)).to.deep.equal(chosen))
})
