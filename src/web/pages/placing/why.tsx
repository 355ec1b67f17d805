import type { Obstacle } from '../../../ill/index.ts'
import { Link } from '../../components/link.tsx'
import { bibHref } from '../../our-address.ts'
import { obstacleWords } from '../../placing.ts'

/** Why a request is not placed: the sentence, and the way to what it speaks of. */
export function Why({ obstacle, staff }: { readonly obstacle: Obstacle; readonly staff: boolean }) {
  const words = obstacleWords(obstacle, staff)
  if (obstacle.kind === 'duplicate')
    return (
      <>
        {words}{' '}
        <Link to={staff ? `/requests/${obstacle.id}` : `/account/requests/${obstacle.publicId}`}>Look at it</Link>
      </>
    )
  if (obstacle.kind === 'held')
    return (
      <>
        {words} <Link to={bibHref(obstacle.bibId)}>Look at it and reserve it there</Link>
      </>
    )
  return <>{words}</>
}
