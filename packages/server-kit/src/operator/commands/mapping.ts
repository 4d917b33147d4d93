// operator mapping ...
import { Command } from 'commander';
import type { Session } from '../session.ts';
import { applyMappingCommand } from './mapping-apply.ts';
import { checkMappingCommand } from './mapping-check.ts';
import { explainMappingCommand } from './mapping-explain.ts';
import { mappingHistoryCommand } from './mapping-history.ts';
import { mappingImpactCommand } from './mapping-impact.ts';
import { restoreMappingCommand } from './mapping-restore.ts';
import { showMappingCommand } from './mapping-show.ts';

/** The commands about attribute mappings. */
export const mappingCommands = (session: Session): Command => {
  const command = new Command('mapping').description(
    "show, check and change how the attributes of identity providers become an organisation's profiles",
  );
  command.addCommand(showMappingCommand(session));
  command.addCommand(checkMappingCommand(session));
  command.addCommand(applyMappingCommand(session));
  command.addCommand(mappingHistoryCommand(session));
  command.addCommand(restoreMappingCommand(session));
  command.addCommand(explainMappingCommand(session));
  command.addCommand(mappingImpactCommand(session));
  return command;
};
