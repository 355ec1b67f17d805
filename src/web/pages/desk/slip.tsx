import type { RequestHandler } from 'express'
import { z } from 'zod'
import { readItem } from '../../../catalogue/index.ts'
import { type Reservation, readReservation } from '../../../circulation/index.ts'
import { Problem } from '../../../problems.ts'
import { type Barcode, BarcodePicture, barcodeOf } from '../../components/barcode.tsx'
import { Layout } from '../../components/layout.tsx'
import { PrintButton } from '../../components/print-button.tsx'
import { longDate } from '../../dates.ts'
import { nameOf, veiled } from '../../desk/names.ts'
import type { Door } from '../../door.ts'
import { branchNames } from '../../item-lists.ts'
import { route } from '../../route.ts'
import { sendPage } from '../../send-page.ts'
import { titlesOf } from '../../titles.ts'

/** The slip that stands in a thing on the pickup shelf, for everybody to read: it names nobody. */
export const slipPage = (door: Door): RequestHandler =>
  route(z.object({ reservation: z.uuid() }), async ({ reservation: id }, { res }) => {
    const { db } = door.database
    const reservation = await readReservation(db, id)
    const item = reservation?.allocatedItem && (await readItem(db, reservation.allocatedItem))
    if (!reservation || !item) throw new Problem('not-found', { what: 'pickup slip' })
    sendPage(
      res,
      <Slip
        {...{ door, reservation }}
        who={veiled(await nameOf(db, reservation.patronId))}
        title={(await titlesOf(db, [item.bibId])).get(item.bibId) ?? ''}
        branch={(await branchNames(db))(reservation.pickupBranch)}
        accessionNo={item.accessionNo}
        barcode={await barcodeOf(item.accessionNo)}
      />,
    )
  })

interface SlipProps {
  readonly door: Door
  readonly reservation: Reservation
  readonly who: string
  readonly title: string
  readonly branch: string
  readonly accessionNo: string
  readonly barcode: Barcode | undefined
}

const Slip = ({ door, reservation, who, title, branch, accessionNo, barcode }: SlipProps) => (
  <Layout door={door} title="Pickup slip" scripts={['print.js']}>
    <div class="slip panel">
      <h1>{who}</h1>
      <p>
        {reservation.keepUntil ? `Keep until ${longDate(reservation.keepUntil)}` : 'On its way'}
        <br />
        {branch}
      </p>
      <p class="title">{title}</p>
      {barcode && <BarcodePicture bars={barcode} label={`Barcode of ${accessionNo}`} />}
      <p class="code">{accessionNo}</p>
    </div>
    <PrintButton />
  </Layout>
)
