export interface ServerEvent {
  readonly event: string
  readonly data: string
  readonly id?: string
}

/** Reads server-sent events until the stream ends. */
export async function* readEvents(answer: Response): AsyncGenerator<ServerEvent> {
  let rest = ''
  for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + chunk).split('\n\n')
    rest = blocks.pop()!
    for (const block of blocks) {
      const lines = block.split('\n').filter((line) => line !== '' && !line.startsWith(':'))
      const all = (name: string) =>
        lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2))
      const [event] = all('event')
      const [id] = all('id')
      if (event !== undefined) yield { event, data: all('data').join('\n'), ...(id !== undefined && { id }) }
    }
  }
}

/** All of them, once the stream has ended. */
export async function allEvents(answer: Response): Promise<ServerEvent[]> {
  const events: ServerEvent[] = []
  for await (const event of readEvents(answer)) events.push(event)
  return events
}
