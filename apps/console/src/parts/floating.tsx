// The place of menus and lists that open over a page: within its main part, and above everything in it.

/** Its id; each frame of pages has it once. */
export const FLOATING = 'floating';

export const Floating = () => <div id={FLOATING} />;
