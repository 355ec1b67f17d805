import type { LineEvent, LineState } from '../../src/ill/index.ts'

/**
 * The requester's table of the domain page, section 3.1, with what stands below it, written down a second time: every
 * state and every event there is. A cell is what follows: a state, `=` for staying, `!` behind it for raised attention,
 * `-` for illegal, `x` for refused. What a lender says comes from its system here: it is new to everybody, unless it is
 * late or said before.
 */
const tables = [
  `
                     request willSupply,hold conditional  notSupplied  expired      shipped  acceptCondition declineCondition cancel         cancelAccepted cancelRefused
idle                 pending -               -            -            -            -        -               -                -              -              -
pending              -       =!              conditional! not-supplied not-supplied shipped! -               -                cancel-pending cancelled      =
conditional          -       =!              =!           not-supplied not-supplied shipped! pending         not-supplied     cancel-pending cancelled      =
cancel-pending       -       =!              =!           not-supplied not-supplied shipped! -               -                -              cancelled      pending!
not-supplied         -       =!              =!           =            =            =!       -               -                -              =              =
cancelled            -       =!              =!           =            =            =!       -               -                -              =              =!
shipped              -       =               =            =!           =!           =        -               -                -              =!             =
not-received-overdue -       =               =            =!           =!           =        -               -                -              =!             =
received             -       =               =            =!           =!           =        -               -                -              =!             =
renew-pending        -       =               =            =!           =!           =        -               -                -              =!             =
overdue              -       =               =            =!           =!           =        -               -                -              =!             =
renew-overdue        -       =               =            =!           =!           =        -               -                -              =!             =
recall               -       =               =            =!           =!           =        -               -                -              =!             =
returned             -       =               =            =!           =!           =        -               -                -              =!             =
lost                 -       =               =            =!           =!           =        -               -                -              =!             =`,
  `
                     receivedAsLoan overdue               recall  requestRenewal renewed   renewalRefused returned checkedIn lost
idle                 -              -                     -       -              -         -              -        -         -
pending              received       not-received-overdue! recall! -              shipped!  -              -        returned! lost!
conditional          -              not-received-overdue! recall! -              shipped!  -              -        returned! lost!
cancel-pending       received       not-received-overdue! recall! -              shipped!  -              -        returned! lost!
not-supplied         received       not-received-overdue! recall! -              shipped!  =!             -        =!        =!
cancelled            received       not-received-overdue! recall! -              shipped!  =!             -        =!        =!
shipped              received       not-received-overdue! recall! -              =!        =!             returned returned! lost!
not-received-overdue overdue        =!                    recall! -              shipped!  =!             returned returned! lost!
received             =              overdue!              recall! renew-pending  =!        =!             returned returned! lost!
renew-pending        -              renew-overdue!        recall! -              received! received!      returned returned! lost!
overdue              -              =!                    recall! renew-overdue  received! =!             returned returned! lost!
renew-overdue        -              =!                    recall! -              received! overdue!       returned returned! lost!
recall               =              =!                    =!      -              =!        =!             returned returned! lost!
returned             -              =!                    =!      -              =         =              =        =         lost!
lost                 -              =                     =       -              =!        =              -        returned! =`,
  `
                     receivedAsCopy unship   approve terminate      closeAsCancelled cancelUnanswered costAdjustment changeDue found    damaged message,status note seen sendFailed
idle                 -              -        =       =              -                -                -              -         -        -       =!             =    =    =!
pending              x              -        -       cancel-pending -                -                -              -         -        =!      =!             =    =    not-supplied!
conditional          -              -        -       cancel-pending -                -                -              -         -        -       =!             =    =    =!
cancel-pending       x              -        -       =              cancelled        =!               -              -         -        -       =!             =    =    not-supplied!
not-supplied         x              =!       -       -              -                -                -              -         -        -       =!             =    =    =!
cancelled            x              =!       -       -              -                -                -              -         -        -       =!             =    =    =!
shipped              x              pending! -       =              -                -                =              =         -        =!      =!             =    =    =!
not-received-overdue -              pending! -       =              -                -                =              =         -        =!      =!             =    =    =!
received             =              =!       -       =              -                -                =              =         -        =!      =!             =    =    =!
renew-pending        -              =!       -       =              -                -                =              =         -        =!      =!             =    =    =!
overdue              -              =!       -       =              -                -                =              =         -        =!      =!             =    =    =!
renew-overdue        -              =!       -       =              -                -                =              =         -        =!      =!             =    =    =!
recall               -              =!       -       =              -                -                =              =         -        =!      =!             =    =    =!
returned             -              =!       -       -              -                -                =              -         -        =!      =!             =    =    =!
lost                 -              =!       -       =              -                -                =              -         received =!      =!             =    =    =!`,
]

/** What is otherwise with a copy: with its receipt everything is done, and nobody wants it back. */
const copies = `
               receivedAsLoan receivedAsCopy overdue recall requestRenewal renewed renewalRefused returned checkedIn changeDue
pending        x              received       x       x      -              x       -              -        x         -
conditional    -              -              x       x      -              x       -              -        x         -
cancel-pending x              received       x       x      -              x       -              -        x         -
not-supplied   x              received       x       x      -              x       =!             -        x         -
cancelled      x              received       x       x      -              x       =!             -        x         -
shipped        x              received       x       x      -              x       =!             x        x         x
received       =              =              x       x      x              x       x              x        x         x
lost           -              -              =       =      -              x       =              -        x         -`

/** States that only a loan comes to. */
export const ofLoans: ReadonlySet<LineState> = new Set([
  ...(['not-received-overdue', 'renew-pending', 'overdue', 'renew-overdue', 'recall', 'returned'] as const),
])

export type Cell = readonly [state: LineState, event: LineEvent, cell: string]

/** One table's cells, one by one. */
function cells(table: string): readonly Cell[] {
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

export const requesterTable = tables.flatMap(cells)

const asCopy = new Map(cells(copies).map(([state, event, cell]) => [`${state} ${event}`, cell]))
export const copyTable = requesterTable
  .filter(([state]) => !ofLoans.has(state))
  .map(([state, event, cell]): Cell => [state, event, asCopy.get(`${state} ${event}`) ?? cell])
