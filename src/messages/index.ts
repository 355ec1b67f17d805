/** Messages to people: what is written to readers, lenders and colleagues, and what became of it. */
export { dismissMessage, sendMessage, sentByOtherMeans } from './acts.ts'
export { type Alert, addAlert, countUnread, listAlerts, markRead, type NewAlert } from './alerts.ts'
export { type Answered, type AnsweringMail, answeredMessage, isOurOwn } from './answered.ts'
export { type BounceOutcome, type TakeBounce, takeBounce } from './bounces/take-bounce.ts'
export { checkTemplate } from './check-template.ts'
export { type Field, type FieldName, fieldOf } from './fields.ts'
export { forgetOldNotices, forgetReader } from './forget.ts'
export * from './kinds.ts'
export { type MessageLimits, usualLimits } from './limits.ts'
export {
  type About,
  type Message,
  type MessageState,
  messageStateNames,
  messageStates,
  requestNumber,
} from './message.ts'
export * from './presets.ts'
export {
  type MessagePreview,
  type NewMessage,
  previewMessage,
  type QueuedMessage,
  queueMessage,
  WrittenMessage,
  writeMessage,
} from './queue-message.ts'
export * from './read-messages.ts'
export { renderNote, renderTemplate } from './render.ts'
export { type FillIn, messageHandlers, type SendOptions } from './send-handler.ts'
export { MessageSettings, messageSettings } from './settings.ts'
export * from './template.ts'
export * from './templates.ts'
export { queueTest, type TestMessage } from './test-message.ts'
export { actOnTrouble, countTroubles, listTroubles, type Trouble, type TroubleAct } from './troubles.ts'
