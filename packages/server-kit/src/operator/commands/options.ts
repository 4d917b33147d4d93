// Options and words that several commands share.
import { Option } from 'commander';
import { PROFILE_NAMES } from '@looop-scim/scim/interop';

/** When a running server acts on a change. */
export const WHEN_NOTICED = 'takes effect with the next request, on MongoDB within 5 seconds';

/** The option that names an interop policy. */
export const profileOption = (): Option =>
  new Option(
    '--profile <profile>',
    'interop policy: what identity providers really send works, the letter of the RFCs, or the interoperability draft',
  ).choices(PROFILE_NAMES);

/** The option that names a file for a new token. */
export const tokenFileOption = (): Option =>
  new Option(
    '--token-file <path>',
    'write the token to this new file, for its owner alone, and print the path (default: print the token to a terminal; ' +
      'without one, a file in the data directory)',
  );
