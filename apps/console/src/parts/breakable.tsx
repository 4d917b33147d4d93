// A URN or a path: a line may end behind a colon of it, before it ends anywhere else. What is copied has nothing in between.
import { Fragment } from 'react';

export const Breakable = ({ children }: { readonly children: string }) =>
  children.split(':').map((part, index) => (
    <Fragment key={`${index} ${part}`}>
      {index > 0 && (
        <>
          :<wbr />
        </>
      )}
      {part}
    </Fragment>
  ));
