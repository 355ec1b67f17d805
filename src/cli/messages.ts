import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { Command } from 'commander'
import { largestReport } from '../kit/mail/index.ts'
import { type BounceOutcome, requestNumber, takeBounce } from '../messages/index.ts'
import { Problem } from '../problems.ts'
import type { Io } from './io.ts'
import { withDatabase } from './with-database.ts'

/** `farshelf messages`: what concerns letters to people. */
export function messagesCommand(io: Io): Command {
  const command = new Command('messages').description('Takes in what comes back of messages to people.')
  command
    .command('bounce <file>')
    .description('takes in one mail that came back, for a mail server to hand over: - is standard input')
    .addHelpText(
      'after',
      '\nReports of RFC 3464 are understood. Ends with 0 when it was about a message of ours, else with 1.\n',
    )
    .action((file: string) => runBounce(file, io))
  return command
}

async function runBounce(file: string, io: Io): Promise<void> {
  const bytes = await read(file === '-' ? io.stdin : createReadStream(file), file)
  const outcome = await withDatabase(({ tx }, { mail }) =>
    tx((within) =>
      takeBounce(within, {
        bytes,
        returns: mail?.returns,
        by: { name: 'command line', via: 'cli' },
        now: new Date(),
      }),
    ),
  )
  if (outcome.kind === 'unknown' || outcome.kind === 'no-report') {
    io.stderr.write(`${told(outcome)}\n`)
    io.exitCode = 1
  } else io.stdout.write(`${told(outcome)}\n`)
}

function told(outcome: BounceOutcome): string {
  switch (outcome.kind) {
    case 'bounced': {
      const about = outcome.requestId === undefined ? '' : ` about ${requestNumber(outcome.requestId)}`
      return `Message ${outcome.message}${about} is among the problems now: ${outcome.reason}`
    }
    case 'no-failure':
      return `Message ${outcome.message} has not failed: nothing was done.`
    case 'late':
      return `Message ${outcome.message} is not one that was sent: nothing was done.`
    case 'unknown':
      return 'It is about no message of ours: nothing was done.'
    case 'no-report':
      return 'It is no report of a mail server (RFC 3464): nothing was done.'
  }
}

/** @throws Problem bad-input */
async function read(stream: Readable, file: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer | string>) {
      const bytes = Buffer.from(chunk as Buffer)
      size += bytes.length
      if (size > largestReport)
        throw new Problem('bad-input', { detail: `The mail has more than ${largestReport} bytes` })
      chunks.push(bytes)
    }
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('bad-input', { detail: `${file} cannot be read: ${(error as Error).message}` }, { cause: error })
  }
  return Buffer.concat(chunks)
}
