// A dialog over the page. Its header is no banner: the page has one.
import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../text/en.ts';

interface DialogProps {
  readonly title: string;
  readonly close: () => void;
  /** It closes by its own buttons alone: what it shows is not shown again. */
  readonly isHeld?: boolean;
  readonly size?: 'md' | 'lg' | 'xl';
  readonly children: ReactNode;
}

export const Dialog = ({ title, close, isHeld = false, size = 'md', children }: DialogProps) => (
  <Modal.Root opened onClose={close} size={size} centered closeOnClickOutside={false} closeOnEscape={!isHeld}>
    <Modal.Overlay />
    <Modal.Content>
      <Modal.Header renderRoot={(props) => <div {...props} />}>
        <Modal.Title fw={650}>{title}</Modal.Title>
        {!isHeld && <Modal.CloseButton aria-label={text.common.close} />}
      </Modal.Header>
      <Modal.Body>{children}</Modal.Body>
    </Modal.Content>
  </Modal.Root>
);
