import type { LendingEvent, LendingState } from '../../src/ill/index.ts'

/**
 * The responder's table of the domain page, section 3.2, written down a second time, with what docs/adr adds to it. A cell
 * is what follows: a state, `=` for staying, `!` behind it for raised attention, `-` for illegal; after a colon the
 * effects.
 */
const first = `
               request answerConditional           willSupply       holdPlaced           unfilled,locations,retry,estimate     expired                            conditionAccepted conditionDeclined      cancel          cancelYes                        cancelNo                shipped
in-process     =       conditional:sendConditional =:sendWillSupply =:placeHold,sendHold not-supplied:dropHold,sendNotSupplied not-supplied!:dropHold,sendExpired =                 not-supplied!:dropHold cancel-pending! -                                -                       shipped:lend,postFee,sendShipped
conditional    =       conditional:sendConditional -                -                    not-supplied:dropHold,sendNotSupplied not-supplied!:dropHold,sendExpired in-process!       not-supplied!:dropHold cancel-pending! -                                -                       -
cancel-pending -       -                           -                -                    not-supplied:dropHold,sendNotSupplied -                                  =                 cancelled!:dropHold    =               cancelled:dropHold,sendCancelYes in-process:sendCancelNo shipped:lend,postFee,sendShippedAllTheSame
not-supplied   -       -                           -                -                    -                                     -                                  =                 =                      =:sendCancelYes -                                -                       -
cancelled      -       -                           -                -                    -                                     -                                  =                 =                      =:sendCancelYes -                                -                       -
shipped        -       -                           -                -                    -                                     -                                  =                 =                      =:sendCancelNo  -                                -                       -
renew-pending  -       -                           -                -                    -                                     -                                  =                 =                      =:sendCancelNo  -                                -                       -
overdue        -       -                           -                -                    -                                     -                                  =                 =                      =:sendCancelNo  -                                -                       -
renew-overdue  -       -                           -                -                    -                                     -                                  =                 =                      =:sendCancelNo  -                                -                       -
recall         -       -                           -                -                    -                                     -                                  =                 =                      =:sendCancelNo  -                                -                       -
lost           -       -                           -                -                    -                                     -                                  =                 =                      =               -                                -                       -
checked-in     -       -                           -                -                    -                                     -                                  =                 =                      =               -                                -                       -
forward        -       -                           -                -                    -                                     -                                  -                 -                      -               -                                -                       -`

const second = `
               received returned renew          renewYes                       renewNo             overdue                   recall            checkedIn                         unship                                    found                             damaged,message,reminded
in-process     shipped! shipped! -              -                              -                   -                         -                 -                                 -                                         -                                 =!
conditional    shipped! shipped! -              -                              -                   -                         -                 -                                 -                                         -                                 =!
cancel-pending shipped! shipped! -              -                              -                   -                         -                 -                                 -                                         -                                 =!
not-supplied   shipped! shipped! -              -                              -                   -                         -                 -                                 -                                         -                                 =!
cancelled      shipped! shipped! -              -                              -                   -                         -                 -                                 -                                         -                                 =!
shipped        =        =!       renew-pending! -                              -                   overdue:sendOverdue       recall:sendRecall checked-in:takeBack,sendCheckedIn in-process:takeBack,reverseFee,sendUnship -                                 =!
renew-pending  =        =!       =              shipped:changeDue,sendRenewYes shipped:sendRenewNo renew-overdue:sendOverdue recall:sendRecall checked-in:takeBack,sendCheckedIn -                                         -                                 =!
overdue        =        =!       renew-overdue! shipped:changeDue,sendRenewYes -                   =:sendOverdue             recall:sendRecall checked-in:takeBack,sendCheckedIn -                                         -                                 =!
renew-overdue  =        =!       =              shipped:changeDue,sendRenewYes overdue:sendRenewNo =:sendOverdue             recall:sendRecall checked-in:takeBack,sendCheckedIn -                                         -                                 =!
recall         =        =!       =:sendRenewNo  -                              -                   =:sendOverdue             =:sendRecall      checked-in:takeBack,sendCheckedIn -                                         -                                 =!
lost           =        =!       =:sendRenewNo  -                              -                   -                         -                 checked-in:takeBack,sendCheckedIn -                                         checked-in:takeBack,sendCheckedIn =!
checked-in     =        =        =              -                              -                   -                         -                 =                                 -                                         -                                 =!
forward        -        -        -              -                              -                   -                         -                 -                                 -                                         -                                 =!`

/** Lost, said by either side. */
const third = `
               lost
in-process     lost!
conditional    lost!
cancel-pending lost!
not-supplied   lost!
cancelled      lost!
shipped        lost!
renew-pending  lost!
overdue        lost!
renew-overdue  lost!
recall         lost!
lost           =
checked-in     =!
forward        -`

export interface Cell {
  readonly state: LendingState
  readonly event: LendingEvent
  /** Undefined where the event is illegal. */
  readonly to: string | undefined
  readonly attention: boolean
  readonly effects: readonly string[]
}

function cells(table: string): Cell[] {
  const [head, ...rows] = table.trim().split('\n')
  const events = head!.trim().split(/\s+/)
  return rows.flatMap((row) => {
    const [state, ...all] = row.trim().split(/\s+/)
    if (all.length !== events.length) throw new Error(`${state}: ${all.length} cells for ${events.length} events`)
    return all.flatMap((cell, at) => {
      const [where = '', effects] = cell.split(':')
      const to = where.replace('!', '')
      return events[at]!.split(',').map((event) => ({
        state: state as LendingState,
        event: event as LendingEvent,
        to: to === '-' ? undefined : to === '=' ? state : to,
        attention: where.endsWith('!'),
        effects: effects?.split(',') ?? [],
      }))
    })
  })
}

export const responderTable = [...cells(first), ...cells(second), ...cells(third)]
