// What browsers are told: nothing of another host is loaded, asked or framed, and no other site frames a page.
import type { FastifyHelmetOptions } from '@fastify/helmet';

/** The options of helmet. Over plain http browsers are not told to stay with https. */
export const securityHeaders = (isHttps: boolean): FastifyHelmetOptions => ({
  enableCSPNonces: true,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      // Helmet adds the nonce.
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
  referrerPolicy: { policy: 'no-referrer' },
  xFrameOptions: { action: 'deny' },
});
