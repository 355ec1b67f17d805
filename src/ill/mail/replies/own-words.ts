/** Where an answer ends and what it answers begins: a line of its own. */
const quoteBegins: readonly RegExp[] = [
  /^-{2,}\s*(original message|original-nachricht|ursprüngliche nachricht|message d’origine|message d'origine|forwarded message)/i,
  /^_{10,}$/,
  /^(on|am|le|el|op|il)\b.{4,200}\b(wrote|schrieb|a écrit|escribió|schreef|ha scritto)\b.{0,100}:$/i,
  /^.{1,200}\b(wrote|schrieb|a écrit)\s*:$/i,
  /^-- ?$/,
]
/** Headers that some programs repeat instead; two of them in a row. */
const repeatedHeader = /^\*?(from|sent|to|date|subject|von|gesendet|an|datum|betreff|de|envoyé|à|objet)\*?\s*:\s*\S/i

const mostLines = 2000
const mostWords = 8000

/** What the sender wrote, without what is quoted and without a signature. */
export function ownWords(text: string): string {
  const own: string[] = []
  const lines = text.split('\n').slice(0, mostLines)
  for (const [n, given] of lines.entries()) {
    const line = given.trim()
    if (isQuoteBegin(line, lines[n + 1]?.trim() ?? '')) {
      // Whoever answers below or in between leaves the marks.
      if (lines.slice(n + 1, n + 4).some((next) => next.trimStart().startsWith('>'))) continue
      break
    }
    if (repeatedHeader.test(line) && repeatedHeader.test(lines[n + 1]?.trim() ?? '')) break
    if (!line.startsWith('>')) own.push(given.trimEnd())
  }
  return own
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, mostWords)
}

/** "On 3 May, Harbour City Library" may be broken before "wrote:". */
function isQuoteBegin(line: string, next: string): boolean {
  const joined = `${line} ${next}`
  return (
    (line.length <= 300 && quoteBegins.some((begins) => begins.test(line))) ||
    (/^(on|am|le)\b/i.test(line) && joined.length <= 300 && quoteBegins.some((begins) => begins.test(joined)))
  )
}
