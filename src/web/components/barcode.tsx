/** Widths in modules, a bar first and then a space, in turn. */
export type Barcode = readonly number[]

/** The Code 128 of a number; undefined where a letter of it is beyond that. ISO/IEC 15417. */
export async function barcodeOf(text: string): Promise<Barcode | undefined> {
  if (!/^[\x20-\x7e]{1,40}$/.test(text)) return undefined
  const { default: bwip } = await import('bwip-js')
  const [symbol] = bwip.raw({ bcid: 'code128', text })
  if (!symbol || !('sbs' in symbol)) throw new Error('a barcode is made of bars')
  return symbol.sbs
}

/** Light at either end, in modules: scanners need ten to see where it begins. */
const quiet = 10
const height = 40

/** Draws a barcode, dark on light whatever the colours of the page. */
export function BarcodePicture({ bars, label }: { readonly bars: Barcode; readonly label: string }) {
  let x = quiet
  const path = bars
    .map((width, n) => {
      const bar = n % 2 === 0 ? `M${x} 0h${width}v${height}h-${width}z` : ''
      x += width
      return bar
    })
    .join('')
  return (
    <svg class="barcode" viewBox={`0 0 ${x + quiet} ${height}`} role="img" aria-label={label}>
      <rect width={x + quiet} height={height} fill="#fff" />
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  )
}
