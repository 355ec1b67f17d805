import type { RequestHandler } from 'express'

/** Milliseconds in which a request has to be here whole, unless it brings a file. */
const whole = 15_000
/** A file may take its time, but comes on: milliseconds without a byte, and bytes a second once it is under way. */
const silence = 15_000
const slowest = 1024
const underWay = 30_000

/** A form with a file, or a file by itself. */
const files = /^(?:multipart\/form-data|application\/(?:octet-stream|pdf)|image\/|text\/plain)/

/**
 * Hangs up on those who send a request slowly on purpose: it holds a connection, and with a file a transaction's place
 * in line. The server's own limit is for all requests alike, and a file of half a gibibyte is not here in seconds.
 */
export const hurry: RequestHandler = (req, _res, next) => {
  const isFile = files.test(req.headers['content-type'] ?? '')
  const { socket } = req
  const [began, before] = [Date.now(), socket.bytesRead]
  let [seen, last] = [before, began]
  const watch = setInterval(() => {
    const now = Date.now()
    if (socket.bytesRead > seen) [seen, last] = [socket.bytesRead, now]
    const isLate = isFile
      ? now - last > silence || (now - began > underWay && (seen - before) / ((now - began) / 1000) < slowest)
      : now - began > whole
    if (isLate) socket.destroy()
  }, 1000).unref()
  const done = () => clearInterval(watch)
  req.once('end', done)
  req.once('close', done)
  next()
}
