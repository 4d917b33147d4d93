// What distinguishes one app from another; everything else belongs to the kit.
import type { FastifyInstance } from 'fastify';
import type { ComposedServer } from './composition/compose-server.ts';
import type { StoreKind } from './settings/store.ts';

/** An app on the kit. */
export interface App {
  /** What it is called in its texts, such as `Looop SCIM server`. */
  readonly name: string;
  /** Version of its release. */
  readonly version?: string;
  /** How operators call its commands, in help texts and hints. */
  readonly operatorCommand: string;
  /** Says that there is one organisation and no more: its commands take no name, and one of them is the server. Default: many. */
  readonly organisations?: 'one';
  /** Technologies that LOOOP_SCIM_STORE may name; by default the data is in a SQLite file of the data directory. */
  readonly stores: readonly StoreKind[];
  /** Default of LOOOP_SCIM_DATA. */
  readonly dataDirectory: string;
  /**
   * Who may be served plain HTTP: everybody (the default), or `loopback`: this machine alone, unless a proxy is trusted or
   * LOOOP_SCIM_INSECURE_HTTP is on.
   */
  readonly plainHttp?: 'everybody' | 'loopback';
  /**
   * The program of its workers, a file that calls `runWorker`. Without it the server's own thread does everything, and one long
   * call keeps all others waiting; the operator's commands show no progress.
   */
  readonly worker?: URL;
  /** Folders that may hold the built pages of administrators; the first that does is served. Without one there are no pages. */
  readonly pages?: readonly URL[];
  /** Adds what the app serves beside SCIM and the health checks; called once, before the server listens. */
  readonly extend?: (server: FastifyInstance, composed: ComposedServer) => void;
}
