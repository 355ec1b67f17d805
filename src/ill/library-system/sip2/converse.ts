import type { Log } from '../../../kit/index.ts'
import { readSip2, type Sip2Message, type Sip2Name, type Sip2Read, writeSip2 } from '../../../standards/sip2/index.ts'
import { Sip2Failure, type Sip2Line } from './line.ts'
import type { Sip2Settings } from './settings.ts'

/** How often a message is said once more, by either side. */
const mostRepeats = 3

/** Says one message and gives what is answered. */
export type Converse = <Name extends Sip2Name>(
  line: Sip2Line,
  message: Sip2Message<Name>,
  limit: AbortSignal,
) => Promise<Sip2Read>

/**
 * Numbers messages, and has repeated what came with a wrong sum, or did not get there. An answer with another number than
 * that of the question is an answer to another one: it is passed over. 3M SIP 2.00, "error detection".
 */
export function converse(
  { charset, checksum, lineEnd }: Pick<Sip2Settings, 'charset' | 'checksum' | 'lineEnd'>,
  log: Log,
): Converse {
  let number = -1
  const terminator = lineEnd === 'crlf' ? '\r\n' : '\r'
  return async (line, message, limit) => {
    number = (number + 1) % 10
    const sequence = checksum ? number : undefined
    const octets = writeSip2(message, { charset, sequence, terminator })
    line.say(octets)
    for (let left = mostRepeats; ; left--) {
      const answer = readSip2(await line.hear(limit), charset)
      const isSpoilt = checksum && answer.checksum === 'wrong'
      const isOther = checksum && answer.sequence !== undefined && answer.sequence !== sequence
      if (!isSpoilt && !isOther && answer.name !== 'resendAsked') return answer
      if (left === 0) throw new Sip2Failure('its answers do not come through: a checksum or number is wrong each time')
      log.debug({ asked: message.name, isSpoilt, isOther }, 'an answer of the library’s system is of no use')
      if (isSpoilt) line.say(writeSip2({ name: 'requestResend', fixed: {} }, { charset, sequence, terminator }))
      else if (answer.name === 'resendAsked') line.say(octets)
    }
  }
}
