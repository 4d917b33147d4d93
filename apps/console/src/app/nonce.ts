// Styles that are made while the page runs are allowed by the nonce that came with it.

export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

// Modals and menus lock scrolling through a library that looks here.
Object.assign(globalThis, { __webpack_nonce__: styleNonce });
