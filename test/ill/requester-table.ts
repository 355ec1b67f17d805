import type { LineEvent, LineState } from '../../src/ill/index.ts'

/**
 * The requester's table of the domain page, section 3.1, written down a second time. A cell is what follows: a state,
 * `=` for staying, `!` behind it for raised attention, `-` for illegal.
 */
const first = `
                     request willSupply,hold conditional notSupplied  expired      shipped  acceptCondition declineCondition cancel         cancelAccepted cancelRefused
idle                 pending -               -           -            -            -        -               -                -              -              -
pending              -       =               conditional! not-supplied not-supplied shipped  -               -                cancel-pending =              =
conditional          -       pending         =!          not-supplied not-supplied shipped  pending         not-supplied     cancel-pending -              -
cancel-pending       -       =               =           not-supplied not-supplied shipped! -               -                -              cancelled      pending
not-supplied         -       -               -           =            =            =!       -               -                -              =              =
cancelled            -       -               -           =            =            =!       -               -                -              =              -
shipped              -       =               -           =!           -            =        -               -                -              -              =
not-received-overdue -       =               -           =!           -            =        -               -                -              -              =
received             -       =               -           =!           -            =        -               -                -              -              =
renew-pending        -       =               -           =!           -            =        -               -                -              -              =
overdue              -       =               -           =!           -            =        -               -                -              -              =
renew-overdue        -       =               -           =!           -            =        -               -                -              -              =
recall               -       =               -           =!           -            =        -               -                -              -              =
returned             -       =               -           =!           -            =        -               -                -              -              =
lost                 -       =               -           =!           -            =        -               -                -              -              =`

const second = `
                     receivedAsLoan overdue               recall  requestRenewal renewed   renewalRefused returned checkedIn lost  damaged,message
idle                 -              -                     -       -              -         -              -        -         -     =
pending              received       not-received-overdue! recall! -              -         -              -        -         lost! =
conditional          -              -                     -       -              -         -              -        -         -     =
cancel-pending       received       =!                    =!      -              -         -              -        -         lost! =
not-supplied         -              -                     -       -              -         -              -        -         -     =
cancelled            -              -                     -       -              -         -              -        -         -     =
shipped              received       not-received-overdue! recall! -              -         -              returned returned  lost! =
not-received-overdue overdue        =                     recall! -              -         -              returned returned  lost! =
received             =              overdue!              recall! renew-pending  received  =!             returned returned  lost! =
renew-pending        -              renew-overdue!        recall! -              received  received!      returned returned  lost! =
overdue              -              =                     recall! renew-overdue  received  =              returned returned  lost! =
renew-overdue        -              =                     recall! -              received  overdue!       returned returned  lost! =
recall               =              =                     =       -              =!        =              returned returned  lost! =
returned             -              =!                    =!      -              -         -              =        =         lost! =
lost                 -              =                     =       -              -         -              returned returned  =     =`

/** One table's cells, one by one. */
function cells(table: string): (readonly [state: LineState, event: LineEvent, cell: string])[] {
  const [head, ...rows] = table.trim().split('\n')
  const events = head!.trim().split(/\s+/)
  return rows.flatMap((row) => {
    const [state, ...all] = row.trim().split(/\s+/)
    if (all.length !== events.length) throw new Error(`${state}: ${all.length} cells for ${events.length} events`)
    return all.flatMap((cell, at) =>
      events[at]!.split(',').map((event) => [state as LineState, event as LineEvent, cell] as const),
    )
  })
}

export const requesterTable = [...cells(first), ...cells(second)]
