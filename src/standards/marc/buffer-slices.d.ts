/** Node's own decoders, without the look-up of `toString` by encoding name: half its time on short texts. */
interface Buffer {
  latin1Slice(start?: number, end?: number): string
  utf8Slice(start?: number, end?: number): string
}
