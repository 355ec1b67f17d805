import { expect } from 'chai'
import { illDefinitions } from '../../src/ill/index.ts'
import { rulesFor } from '../../src/workflow/index.ts'
import { recordedHistories, replay } from '../workflow/histories.ts'

describe('Recorded histories of requests and lenders', () => {
  const all = recordedHistories(illDefinitions.map(({ name }) => name))

  for (const [file, history] of all)
    it(`are decided as they were: ${file}, ${history.about}`, () => replay(illDefinitions, history))

  for (const definition of illDefinitions)
    it(`show nearly everything that the ${definition.name} of today can do`, () => {
      const { name, version, states, events } = definition
      const lines = all
        .filter(([, { machine, stands }]) => machine === name && stands.definitionVersion === version)
        .flatMap(([, { lines }]) => lines)
      const shown = new Set(lines.map(({ from, event }) => `${from} ${event}`))
      const ways = Object.keys(states).flatMap((state) =>
        Object.keys(events)
          .filter((event) => rulesFor(definition, state, event).length > 0)
          .map((event) => `${state} ${event}`),
      )
      expect(new Set(lines.map(({ to }) => to))).to.deep.equal(new Set(Object.keys(states)))
      expect(ways.filter((way) => shown.has(way)).length / ways.length).to.be.greaterThan(0.8)
    })
})
