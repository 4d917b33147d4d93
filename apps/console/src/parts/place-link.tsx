// Links to our own pages, with the look of all links and the types of the router.
import { Anchor, type AnchorProps } from '@mantine/core';
import { createLink, type LinkComponent } from '@tanstack/react-router';
import type { ComponentProps } from 'react';

type PlaceProps = Omit<AnchorProps, 'href'> & Omit<ComponentProps<'a'>, keyof AnchorProps>;

const Place = (props: PlaceProps) => <Anchor {...props} />;

const Created = createLink(Place);

/** A link to a page. */
export const PlaceLink: LinkComponent<typeof Place> = (props) => <Created preload="intent" {...props} />;
