// /Me: the user whom the token stands for, processed directly (RFC 7644 section 3.11).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { EndpointNotFound, ResourceNotFound, SubjectNotFound } from '@looop-scim/scim/errors';
import type { makeAnswerFailure } from '../failures.ts';
import { segmentsOf } from '../known-routes.ts';
import { registerOneResource, targetAt } from './one-resource.ts';

/** Where subjects live. */
const USERS = '/Users';

const isMe = (request: FastifyRequest): boolean => {
  const [alias, ...rest] = segmentsOf(request);
  return alias === 'Me' && rest.length === 0;
};

/**
 * Hook: names the permanent location of the alias before anything of the request can fail, for "In any response, the HTTP
 * "Location" header MUST be the permanent location".
 */
export const locateMe = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
  const subject = request.scim?.subject;
  if (subject === undefined || !isMe(request)) return;
  const { service, type } = targetAt(USERS, request);
  reply.header('location', service.locate(type.name, subject));
};

/** Registers the alias; a token without a subject never comes here. */
export const registerMeRoutes = (
  fastify: FastifyInstance,
  answerFailure: ReturnType<typeof makeAnswerFailure>,
): void => {
  fastify.register((me, _options, done) => {
    me.setErrorHandler((error: Error, request, reply) =>
      // The one resource that can be missing here is the subject.
      answerFailure(error instanceof ResourceNotFound ? new SubjectNotFound({ id: error.id }) : error, request, reply),
    );
    registerOneResource(me, '/Me', (request) => {
      const subject = request.scim?.subject;
      if (subject === undefined) throw new EndpointNotFound({ path: request.url });
      return { ...targetAt(USERS, request), id: subject };
    });
    done();
  });
};
