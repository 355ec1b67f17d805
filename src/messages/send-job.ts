/** The kind of job that sends a message, and the key that makes it one a message. */
export const sendJob = 'message.send'
export const jobKey = (message: number): string => `message:${message}`
