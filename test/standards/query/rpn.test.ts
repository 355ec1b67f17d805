import { expect } from 'chai'
import fc from 'fast-check'
import { maxQueryDepth, parsePqf } from '../../../src/standards/query/index.ts'
import { type Apdu, decodeApdu, encodeApdu, queryOf, type RPNQuery, rpnOf } from '../../../src/standards/z3950/index.ts'
import { anyQuery } from './queries.ts'

/** There and back over the wire. */
function sent(query: RPNQuery): RPNQuery {
  const request: Apdu = {
    type: 'searchRequest',
    value: {
      smallSetUpperBound: 0,
      largeSetLowerBound: 1,
      mediumSetPresentNumber: 0,
      replaceIndicator: true,
      resultSetName: 'default',
      databaseNames: ['Default'],
      query: { type: 'type1', value: query },
    },
  }
  const read = decodeApdu(encodeApdu(request))
  if (read.type !== 'searchRequest' || read.value.query.type !== 'type1') throw new Error('something else came back')
  return read.value.query.value
}

describe('A query as Type-1', () => {
  it('has the shape of the standard', () => {
    expect(rpnOf(parsePqf('@not @attr 1=4 caf\u00e9 @set one'))).to.deep.equal({
      attributeSet: '1.2.840.10003.3.1',
      rpn: {
        type: 'rpnRpnOp',
        value: {
          rpn1: {
            type: 'op',
            value: {
              type: 'attrTerm',
              value: {
                attributes: [{ attributeType: 1, attributeValue: { type: 'numeric', value: 4 } }],
                term: { type: 'general', value: Buffer.from('caf\u00e9') },
              },
            },
          },
          rpn2: { type: 'op', value: { type: 'resultSet', value: 'one' } },
          op: { type: 'andNot', value: null },
        },
      },
    })
  })

  it('comes back from the wire as it was, whatever is in it', () => {
    fc.assert(
      fc.property(anyQuery, (query) => {
        expect(queryOf(sent(rpnOf(query)))).to.deep.equal(query)
      }),
    )
  })

  it('fits into a PDU at the greatest depth', () => {
    const query = parsePqf(`${'@prox 0 1 1 2 k 2 @attr bib-1 1=title a '.repeat(maxQueryDepth)}b`)
    expect(queryOf(sent(rpnOf(query)))).to.deep.equal(query)
  })

  it('has general terms in the octets the target wants', () => {
    const latin1 = (text: string) => Buffer.from(text, 'latin1')
    const { rpn } = rpnOf(parsePqf('caf\u00e9'), latin1)
    expect(rpn).to.have.nested.property('value.value.term.value').that.deep.equals(Buffer.from('636166e9', 'hex'))
    const decoded = queryOf(rpnOf(parsePqf('caf\u00e9'), latin1), (octets) => Buffer.from(octets).toString('latin1'))
    expect(decoded).to.deep.equal(parsePqf('caf\u00e9'))
  })
})
