import helmet from 'helmet'

/**
 * What browsers are told about every answer. Nothing but our own files runs or loads, nothing may frame us, and no
 * other site learns the address that was come from: it holds what was searched for.
 */
export const securityHeaders = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  referrerPolicy: { policy: 'no-referrer' },
  // Our neighbours on the same domain are not ours to decide for.
  strictTransportSecurity: { includeSubDomains: false },
  xFrameOptions: { action: 'deny' },
})
