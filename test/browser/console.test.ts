// The pages of administrators and operators, in a browser: their story, and every page of an organisation that has a history.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM } from './open-browser.ts';
import { byOperators } from './operator-story.ts';
import { openStage, type Stage } from './stage.ts';
import { tellStory } from './story.ts';
import { visitPages } from './visit-pages.ts';

describe.runIf(CHROMIUM !== undefined)('the pages', () => {
  let opened: Stage;
  const stage = (): Stage => opened;
  beforeAll(async () => {
    opened = await openStage();
  });
  afterAll(() => opened.close());

  describe('tell the story of an organisation', () => {
    tellStory(stage, byOperators(stage));
  });
  describe('of an organisation with a history', () => {
    visitPages(stage);
  });

  it('broke no security policy, asked no other host and threw nothing', () => {
    expect(opened.faults()).toEqual([]);
  });
});
