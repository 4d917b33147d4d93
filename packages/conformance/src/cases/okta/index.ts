// Written by the script docs.
import file0 from './client.json' with { type: 'json' };
import file1 from './OKTA-1-headers-of-the-test-suite.json' with { type: 'json' };
import file2 from './OKTA-1-headers-without-content-type.json' with { type: 'json' };
import file3 from './OKTA-1-no-accept-and-no-agent.json' with { type: 'json' };
import file4 from './OKTA-2-request-content-types.json' with { type: 'json' };
import file5 from './OKTA-3-response-content-type.json' with { type: 'json' };
import file6 from './OKTA-4-authentication-spellings.json' with { type: 'json' };
import file7 from './OKTA-5-no-token.json' with { type: 'json' };
import file8 from './OKTA-5-wrong-token.json' with { type: 'json' };
import file9 from './OKTA-6-base-url-slashes.json' with { type: 'json' };
import file10 from './OKTA-7-create-repeated-after-timeout.json' with { type: 'json' };
import file11 from './OKTA-9-errors-are-json.json' with { type: 'json' };
import file12 from './OKTA-11-test-api-credentials-with-users.json' with { type: 'json' };
import file13 from './OKTA-11-test-api-credentials.json' with { type: 'json' };
import file14 from './OKTA-12-saving-probes-again.json' with { type: 'json' };
import file15 from './OKTA-14-existence-check-escapes.json' with { type: 'json' };
import file16 from './OKTA-14-existence-check-other-fields.json' with { type: 'json' };
import file17 from './OKTA-14-existence-check.json' with { type: 'json' };
import file18 from './OKTA-15-no-match.json' with { type: 'json' };
import file19 from './OKTA-16-match-and-link.aiw.json' with { type: 'json' };
import file20 from './OKTA-16-match-and-link.oin.json' with { type: 'json' };
import file21 from './OKTA-17-user-name-case.json' with { type: 'json' };
import file22 from './OKTA-18-inactive-user-is-found.json' with { type: 'json' };
import file23 from './OKTA-19-create-variations.json' with { type: 'json' };
import file24 from './OKTA-19-create.json' with { type: 'json' };
import file25 from './OKTA-20-create-answer.json' with { type: 'json' };
import file26 from './OKTA-21-duplicate-create.json' with { type: 'json' };
import file27 from './OKTA-22-password.json' with { type: 'json' };
import file28 from './OKTA-23-read-one.json' with { type: 'json' };
import file29 from './OKTA-24-profile-update.aiw.json' with { type: 'json' };
import file30 from './OKTA-24-profile-update.oin.json' with { type: 'json' };
import file31 from './OKTA-25-echo-read-only.aiw.json' with { type: 'json' };
import file32 from './OKTA-25-echo-unchanged.aiw.json' with { type: 'json' };
import file33 from './OKTA-25-put-with-password.aiw.json' with { type: 'json' };
import file34 from './OKTA-25-put-without-active.aiw.json' with { type: 'json' };
import file35 from './OKTA-25-stale-formatted-name.aiw.json' with { type: 'json' };
import file36 from './OKTA-26-put-unknown-id.json' with { type: 'json' };
import file37 from './OKTA-27-deactivate-dialects.oin.json' with { type: 'json' };
import file38 from './OKTA-27-deactivate.oin.json' with { type: 'json' };
import file39 from './OKTA-28-deactivate.aiw.json' with { type: 'json' };
import file40 from './OKTA-29-reactivate-then-profile.oin.json' with { type: 'json' };
import file41 from './OKTA-29-reactivate.aiw.json' with { type: 'json' };
import file42 from './OKTA-29-reactivate.oin.json' with { type: 'json' };
import file43 from './OKTA-30-delete-is-for-others.json' with { type: 'json' };
import file44 from './OKTA-31-password-sync.aiw.json' with { type: 'json' };
import file45 from './OKTA-31-password-sync.oin.json' with { type: 'json' };
import file46 from './OKTA-32-patch-for-users.oin.json' with { type: 'json' };
import file47 from './OKTA-33-clear-values.aiw.json' with { type: 'json' };
import file48 from './OKTA-33-clear-values.oin.json' with { type: 'json' };
import file49 from './OKTA-33-create-with-empty-values.json' with { type: 'json' };
import file50 from './OKTA-34-namespaces.json' with { type: 'json' };
import file51 from './OKTA-35-schemas-are-not-held-against-a-body.json' with { type: 'json' };
import file52 from './OKTA-36-odd-arrays.json' with { type: 'json' };
import file53 from './OKTA-37-manager-shapes.aiw.json' with { type: 'json' };
import file54 from './OKTA-37-manager-shapes.oin.json' with { type: 'json' };
import file55 from './OKTA-37-manager.json' with { type: 'json' };
import file56 from './OKTA-38-arrays.json' with { type: 'json' };
import file57 from './OKTA-38-primaries-in-patch.oin.json' with { type: 'json' };
import file58 from './OKTA-38-primaries-in-put.aiw.json' with { type: 'json' };
import file59 from './OKTA-39-default-attributes.aiw.json' with { type: 'json' };
import file60 from './OKTA-39-default-attributes.json' with { type: 'json' };
import file61 from './OKTA-39-default-attributes.oin.json' with { type: 'json' };
import file62 from './OKTA-40-looop-mapping.aiw.json' with { type: 'json' };
import file63 from './OKTA-40-looop-mapping.json' with { type: 'json' };
import file64 from './OKTA-40-looop-mapping.oin.json' with { type: 'json' };
import file65 from './OKTA-41-numbers-and-booleans.aiw.json' with { type: 'json' };
import file66 from './OKTA-41-numbers-and-booleans.json' with { type: 'json' };
import file67 from './OKTA-41-numbers-and-booleans.oin.json' with { type: 'json' };
import file68 from './OKTA-42-import-user-schema.json' with { type: 'json' };
import file69 from './OKTA-43-role-assignment.aiw.json' with { type: 'json' };
import file70 from './OKTA-43-role-assignment.oin.json' with { type: 'json' };
import file71 from './OKTA-43-roles-and-entitlements.json' with { type: 'json' };
import file72 from './OKTA-44-import-paging.json' with { type: 'json' };
import file73 from './OKTA-45-list-types.json' with { type: 'json' };
import file74 from './OKTA-46-page-beyond-the-end.json' with { type: 'json' };
import file75 from './OKTA-47-inactive-users-in-import.json' with { type: 'json' };
import file76 from './OKTA-48-import-is-complete.json' with { type: 'json' };
import file77 from './OKTA-50-import-groups.json' with { type: 'json' };
import file78 from './OKTA-51-what-an-import-needs.json' with { type: 'json' };
import file79 from './OKTA-52-group-lookup.json' with { type: 'json' };
import file80 from './OKTA-53-create-group.oin.json' with { type: 'json' };
import file81 from './OKTA-54-create-group.aiw.json' with { type: 'json' };
import file82 from './OKTA-55-metadata-patch.oin.json' with { type: 'json' };
import file83 from './OKTA-56-membership-delta.oin.json' with { type: 'json' };
import file84 from './OKTA-57-push-now.aiw.json' with { type: 'json' };
import file85 from './OKTA-57-push-now.oin.json' with { type: 'json' };
import file86 from './OKTA-58-empty-push.aiw.json' with { type: 'json' };
import file87 from './OKTA-58-empty-push.oin.json' with { type: 'json' };
import file88 from './OKTA-59-pathless-members.oin.json' with { type: 'json' };
import file89 from './OKTA-60-put-group.aiw.json' with { type: 'json' };
import file90 from './OKTA-61-read-group.json' with { type: 'json' };
import file91 from './OKTA-62-delete-group.json' with { type: 'json' };
import file92 from './OKTA-63-link-existing-group.aiw.json' with { type: 'json' };
import file93 from './OKTA-63-link-existing-group.oin.json' with { type: 'json' };
import file94 from './OKTA-64-push-resumed.aiw.json' with { type: 'json' };
import file95 from './OKTA-64-push-resumed.oin.json' with { type: 'json' };
import file96 from './OKTA-65-unknown-members.aiw.json' with { type: 'json' };
import file97 from './OKTA-65-unknown-members.oin.json' with { type: 'json' };
import file98 from './OKTA-66-many-changes.oin.json' with { type: 'json' };
import file99 from './OKTA-67-idempotency.aiw.json' with { type: 'json' };
import file100 from './OKTA-67-idempotency.oin.json' with { type: 'json' };
import file101 from './OKTA-68-patch-answer.oin.json' with { type: 'json' };
import file102 from './OKTA-69-groups-of-a-user.aiw.json' with { type: 'json' };
import file103 from './OKTA-69-groups-of-a-user.oin.json' with { type: 'json' };

/** Content of each file by its name. */
export const files: Readonly<Record<string, unknown>> = {
  'client.json': file0,
  'OKTA-1-headers-of-the-test-suite.json': file1,
  'OKTA-1-headers-without-content-type.json': file2,
  'OKTA-1-no-accept-and-no-agent.json': file3,
  'OKTA-2-request-content-types.json': file4,
  'OKTA-3-response-content-type.json': file5,
  'OKTA-4-authentication-spellings.json': file6,
  'OKTA-5-no-token.json': file7,
  'OKTA-5-wrong-token.json': file8,
  'OKTA-6-base-url-slashes.json': file9,
  'OKTA-7-create-repeated-after-timeout.json': file10,
  'OKTA-9-errors-are-json.json': file11,
  'OKTA-11-test-api-credentials-with-users.json': file12,
  'OKTA-11-test-api-credentials.json': file13,
  'OKTA-12-saving-probes-again.json': file14,
  'OKTA-14-existence-check-escapes.json': file15,
  'OKTA-14-existence-check-other-fields.json': file16,
  'OKTA-14-existence-check.json': file17,
  'OKTA-15-no-match.json': file18,
  'OKTA-16-match-and-link.aiw.json': file19,
  'OKTA-16-match-and-link.oin.json': file20,
  'OKTA-17-user-name-case.json': file21,
  'OKTA-18-inactive-user-is-found.json': file22,
  'OKTA-19-create-variations.json': file23,
  'OKTA-19-create.json': file24,
  'OKTA-20-create-answer.json': file25,
  'OKTA-21-duplicate-create.json': file26,
  'OKTA-22-password.json': file27,
  'OKTA-23-read-one.json': file28,
  'OKTA-24-profile-update.aiw.json': file29,
  'OKTA-24-profile-update.oin.json': file30,
  'OKTA-25-echo-read-only.aiw.json': file31,
  'OKTA-25-echo-unchanged.aiw.json': file32,
  'OKTA-25-put-with-password.aiw.json': file33,
  'OKTA-25-put-without-active.aiw.json': file34,
  'OKTA-25-stale-formatted-name.aiw.json': file35,
  'OKTA-26-put-unknown-id.json': file36,
  'OKTA-27-deactivate-dialects.oin.json': file37,
  'OKTA-27-deactivate.oin.json': file38,
  'OKTA-28-deactivate.aiw.json': file39,
  'OKTA-29-reactivate-then-profile.oin.json': file40,
  'OKTA-29-reactivate.aiw.json': file41,
  'OKTA-29-reactivate.oin.json': file42,
  'OKTA-30-delete-is-for-others.json': file43,
  'OKTA-31-password-sync.aiw.json': file44,
  'OKTA-31-password-sync.oin.json': file45,
  'OKTA-32-patch-for-users.oin.json': file46,
  'OKTA-33-clear-values.aiw.json': file47,
  'OKTA-33-clear-values.oin.json': file48,
  'OKTA-33-create-with-empty-values.json': file49,
  'OKTA-34-namespaces.json': file50,
  'OKTA-35-schemas-are-not-held-against-a-body.json': file51,
  'OKTA-36-odd-arrays.json': file52,
  'OKTA-37-manager-shapes.aiw.json': file53,
  'OKTA-37-manager-shapes.oin.json': file54,
  'OKTA-37-manager.json': file55,
  'OKTA-38-arrays.json': file56,
  'OKTA-38-primaries-in-patch.oin.json': file57,
  'OKTA-38-primaries-in-put.aiw.json': file58,
  'OKTA-39-default-attributes.aiw.json': file59,
  'OKTA-39-default-attributes.json': file60,
  'OKTA-39-default-attributes.oin.json': file61,
  'OKTA-40-looop-mapping.aiw.json': file62,
  'OKTA-40-looop-mapping.json': file63,
  'OKTA-40-looop-mapping.oin.json': file64,
  'OKTA-41-numbers-and-booleans.aiw.json': file65,
  'OKTA-41-numbers-and-booleans.json': file66,
  'OKTA-41-numbers-and-booleans.oin.json': file67,
  'OKTA-42-import-user-schema.json': file68,
  'OKTA-43-role-assignment.aiw.json': file69,
  'OKTA-43-role-assignment.oin.json': file70,
  'OKTA-43-roles-and-entitlements.json': file71,
  'OKTA-44-import-paging.json': file72,
  'OKTA-45-list-types.json': file73,
  'OKTA-46-page-beyond-the-end.json': file74,
  'OKTA-47-inactive-users-in-import.json': file75,
  'OKTA-48-import-is-complete.json': file76,
  'OKTA-50-import-groups.json': file77,
  'OKTA-51-what-an-import-needs.json': file78,
  'OKTA-52-group-lookup.json': file79,
  'OKTA-53-create-group.oin.json': file80,
  'OKTA-54-create-group.aiw.json': file81,
  'OKTA-55-metadata-patch.oin.json': file82,
  'OKTA-56-membership-delta.oin.json': file83,
  'OKTA-57-push-now.aiw.json': file84,
  'OKTA-57-push-now.oin.json': file85,
  'OKTA-58-empty-push.aiw.json': file86,
  'OKTA-58-empty-push.oin.json': file87,
  'OKTA-59-pathless-members.oin.json': file88,
  'OKTA-60-put-group.aiw.json': file89,
  'OKTA-61-read-group.json': file90,
  'OKTA-62-delete-group.json': file91,
  'OKTA-63-link-existing-group.aiw.json': file92,
  'OKTA-63-link-existing-group.oin.json': file93,
  'OKTA-64-push-resumed.aiw.json': file94,
  'OKTA-64-push-resumed.oin.json': file95,
  'OKTA-65-unknown-members.aiw.json': file96,
  'OKTA-65-unknown-members.oin.json': file97,
  'OKTA-66-many-changes.oin.json': file98,
  'OKTA-67-idempotency.aiw.json': file99,
  'OKTA-67-idempotency.oin.json': file100,
  'OKTA-68-patch-answer.oin.json': file101,
  'OKTA-69-groups-of-a-user.aiw.json': file102,
  'OKTA-69-groups-of-a-user.oin.json': file103,
};
