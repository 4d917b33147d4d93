// What each filter finds, by hand: independent of the evaluator. `<name>` stands for the id of a resource of the population.
// User tables are asked about ana, ben, eva and zoe alone; the awkward names have a table of their own.

/** A filter and the names of the resources that it finds. */
export type FilterRow = readonly [filter: string, found: string];

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const LOOOP = 'urn:ietf:params:scim:schemas:extension:Looop:2.0:User';

const strings: readonly FilterRow[] = [
  ['userName eq "ana.pop@ACME.example"', 'ana'],
  ['userName eq "ana.pop"', ''],
  ['userName ne "ana.pop@acme.example"', 'ben eva zoe'],
  ['userName co "POP"', 'ana'],
  ['userName sw "Z"', 'zoe'],
  ['userName ew "@ACME.EXAMPLE"', 'ana ben eva zoe'],
  ['userName gt "ben@acme.example"', 'eva zoe'],
  ['userName ge "BEN@acme.example"', 'ben eva zoe'],
  ['userName lt "b"', 'ana'],
  ['userName le "ben@acme.example"', 'ana ben'],
  ['externalId eq "EXT-1"', 'ana'],
  ['externalId eq "ext-1"', 'ben'],
  ['externalId sw "e"', 'ben'],
  ['externalId co "XT"', 'ana'],
  ['externalId ne "EXT-1"', 'ben eva zoe'],
  ['externalId gt "EXT-1"', 'ben'],
  ['displayName eq "BEN STRASSE"', 'ben'],
  ['displayName co "ß"', 'ben'],
  ['displayName eq ""', 'eva'],
  ['displayName co ""', 'ana ben eva'],
  ['displayName sw ""', 'ana ben eva'],
  ['displayName ew ""', 'ana ben eva'],
  ['photos.value eq "https://pictures.example/Ana.png"', 'ana'],
  ['photos.value eq "https://pictures.example/ana.png"', ''],
];

const presence: readonly FilterRow[] = [
  ['nickName pr', 'ana eva'],
  ['not (nickName pr)', 'ben zoe'],
  ['nickName eq null', 'ben zoe'],
  ['nickName ne null', 'ana eva'],
  ['nickName eq "annie"', 'ana eva'],
  ['nickName ne "annie"', 'ben zoe'],
  ['not (nickName eq "annie")', 'ben zoe'],
  ['not (nickName ne "annie")', 'ana eva'],
  ['nickName co "x"', ''],
  ['not (nickName co "x")', 'ana ben eva zoe'],
  ['not (nickName gt "a")', 'ben zoe'],
  ['name pr', 'ana ben'],
  ['name.familyName pr', 'ana'],
  ['name.familyName ne "Pop"', 'ben eva zoe'],
  ['emails pr', 'ana ben eva'],
  ['emails.type pr', 'ana ben'],
  ['not (emails.type pr)', 'eva zoe'],
  ['groups pr', 'ana ben zoe'],
  [`${ENTERPRISE} pr`, 'ana ben'],
  [`${LOOOP} pr`, 'ana eva'],
  ['title eq null', 'ana eva zoe'],
];

const booleans: readonly FilterRow[] = [
  ['active eq true', 'ana zoe'],
  ['active eq false', 'ben'],
  ['active ne true', 'ben eva'],
  ['active ne false', 'ana eva zoe'],
  ['active pr', 'ana ben zoe'],
  ['emails.primary eq true', 'ana eva'],
  ['emails.primary eq false', 'ana'],
];

const lists: readonly FilterRow[] = [
  ['emails.value eq "ANA@home.example"', 'ana'],
  ['emails.value sw "sales"', 'ben'],
  ['emails.value ne "ana@acme.example"', 'ben eva zoe'],
  ['emails.type eq "work" and emails.value sw "ben"', 'ben'],
  ['emails[type eq "work" and value sw "ben"]', ''],
  ['emails[type eq "home" and value sw "ben"]', 'ben'],
  ['emails[not (type eq "work")]', 'ana ben eva'],
  ['not (emails[type eq "work"])', 'eva zoe'],
  ['emails[type ne "work"]', 'ana ben eva'],
  ['emails[type pr and primary ne true]', 'ana ben'],
  ['emails[type eq null]', 'eva'],
  ['emails[value co "acme" or type eq "home"] and active eq true', 'ana'],
  ['emails eq "eva@acme.example"', 'eva'],
];

const logic: readonly FilterRow[] = [
  ['active eq true and nickName pr', 'ana'],
  ['active eq false or nickName pr', 'ana ben eva'],
  ['active eq false or active eq true and nickName pr', 'ana ben'],
  ['(active eq false or active eq true) and nickName pr', 'ana'],
  ['not (active eq true or nickName pr)', 'ben'],
  ['not (active eq true and nickName pr)', 'ben eva zoe'],
  ['not (not (active eq true))', 'ana zoe'],
];

const extensions: readonly FilterRow[] = [
  [`${ENTERPRISE}:department eq "field"`, 'ana'],
  [`${LOOOP}:department eq "field"`, 'eva'],
  [`${ENTERPRISE}:department eq "Academy" or ${LOOOP}:department eq "Academy"`, 'ana ben'],
  [`${ENTERPRISE}:department eq "Academy" and ${LOOOP}:department eq "Academy"`, ''],
  [`${LOOOP}:department ne "Field"`, 'ana ben zoe'],
  [`${ENTERPRISE}:manager.value eq "M1"`, 'ana'],
  [`${ENTERPRISE}:manager.displayName eq "ion"`, 'ana'],
  [`${ENTERPRISE}:manager pr`, 'ana ben'],
  [`${ENTERPRISE.toUpperCase()}:EMPLOYEENUMBER eq "7"`, 'ana'],
  [`${LOOOP}:custom_1 eq "X"`, 'ana'],
];

const records: readonly FilterRow[] = [
  ['id eq "<ana>"', 'ana'],
  ['id ne "<ana>"', 'ben eva zoe'],
  ['id gt "<ben>"', 'eva zoe'],
  ['id le "<ben>"', 'ana ben'],
  ['id eq "nobody"', ''],
  ['meta.resourceType eq "User"', 'ana ben eva zoe'],
  ['meta.resourceType eq "Group"', ''],
  ['meta.created eq "2026-01-01T00:00:00Z"', 'ana ben eva zoe'],
  ['meta.lastModified eq "2026-01-01T02:00:00+02:00"', 'ana eva zoe'],
  ['meta.lastModified gt "2026-01-01T00:00:00Z"', 'ben'],
  ['meta.lastModified ge "2026-01-02T00:00:00Z"', 'ben'],
  ['meta.lastModified lt "2026-01-01T00:00:00.001Z"', 'ana eva zoe'],
  ['meta.lastModified le "2025-12-31T23:59:59Z"', ''],
  ['schemas eq "urn:ietf:params:scim:schemas:core:2.0:User"', 'ana ben eva zoe'],
  [`schemas eq "${LOOOP}"`, 'ana eva'],
  [`schemas ne "${ENTERPRISE}"`, 'eva zoe'],
  ['schemas co "looop"', 'ana eva'],
];

const userMemberships: readonly FilterRow[] = [
  ['groups.value eq "<sales>"', 'ana ben'],
  ['groups.value eq "<all>"', 'zoe'],
  ['groups.value ne "<sales>"', 'eva zoe'],
  ['groups.display eq "north"', 'ana'],
  ['groups[value eq "<sales>" and display co "ops"]', 'ana ben'],
  ['groups[value eq "<sales>" and display eq "North"]', ''],
  ['not (groups[display eq "North"])', 'ben eva zoe'],
  ['groups.display sw "n" and active eq true', 'ana'],
];

/** Filters of users. */
export const userTables: Readonly<Record<string, readonly FilterRow[]>> = {
  'strings by operator and caseExact': strings,
  'presence, null and negation': presence,
  booleans,
  'multi-valued attributes and value paths': lists,
  'and, or, not and their precedence': logic,
  'extensions, department twice': extensions,
  'id, meta and schemas': records,
  'groups of users': userMemberships,
};

/** Filters of groups. */
export const groupTable: readonly FilterRow[] = [
  ['displayName eq "sales & ops"', 'sales'],
  ['members.value eq "<ana>"', 'sales north'],
  ['members.value eq "<sales>"', 'all'],
  ['members.value eq "nobody"', ''],
  ['members.value ne "<ana>"', 'all none'],
  ['members.type eq "Group"', 'all'],
  ['members.type eq "user"', 'sales north all'],
  ['members pr', 'sales north all'],
  ['not (members pr)', 'none'],
  ['members.display eq "ana pop"', 'sales north'],
  ['members.display eq "zoe@acme.example"', 'all'],
  ['members.display co "ß"', 'sales'],
  ['members[type eq "Group" and display sw "Sales"]', 'all'],
  ['members[type eq "Group" and display sw "zoe"]', ''],
  ['members[value eq "<ana>"] and members[value eq "<ben>"]', 'sales'],
  ['members[value eq "<ana>" and value eq "<ben>"]', ''],
  ['not (members[value eq "<ana>"])', 'all none'],
  ['id eq "<ana>"', ''],
];

/** Filters of every data type that users and groups lack. */
export const gadgetTable: readonly FilterRow[] = [
  ['size eq 0', 'zero'],
  ['size gt 9', 'ten huge'],
  ['size ge 9', 'nine ten huge'],
  ['size lt 0', 'minus'],
  ['size le 0', 'minus zero'],
  ['size ne 9', 'minus zero ten huge'],
  ['size eq 1e300', 'huge'],
  ['count gt 9', 'ten huge'],
  ['count eq 9007199254740991', 'huge'],
  ['count le -3', 'minus'],
  ['counts eq 10', 'zero'],
  ['counts gt 0', 'zero'],
  ['counts ne 10', 'minus nine ten huge'],
  ['builtAt eq "2025-12-31T23:00:00Z"', 'minus zero'],
  ['builtAt gt "2025-12-31T23:00:00Z"', 'nine'],
  ['builtAt lt "2026-01-01T00:00:00.6Z"', 'minus zero nine'],
  ['not (builtAt gt "2025-12-31T23:00:00Z")', 'minus zero ten huge'],
  ['dates gt "2029-12-31T23:59:59-00:00"', 'ten'],
  ['dates eq "2020-02-29T13:00:00+01:00"', 'ten'],
  ['flag eq false', 'minus'],
  ['flags eq false', 'nine'],
  ['flags ne false', 'minus zero ten huge'],
  ['labels eq "RED"', 'minus'],
  ['labels pr', 'minus'],
  ['image eq "AAEC"', 'nine'],
  ['image eq "aaec"', ''],
  ['image pr', 'nine'],
  ['spec.weight eq 1.5', 'ten'],
  ['spec.labels eq "Q"', 'ten'],
  ['parts.value eq "p-1"', 'huge'],
  ['parts.rank ge 2', 'ten huge'],
  ['parts[rank eq 2 and type eq "box"]', 'huge'],
  ['parts[rank lt 2 and since pr]', 'ten'],
  ['parts[since gt "2019-12-31T23:59:59Z"]', 'ten'],
  ['parts[primary ne true]', 'ten huge'],
  ['meta.resourceType eq "Gadget"', 'minus zero nine ten huge'],
];
