import { z } from 'zod';
import { type Environment, ID_EXAMPLE, nameIn, parse, SettingsError, text } from './settings.js';

/** What the app package needs besides the bot's code: whose bot it is, and where its people find help and terms. */
export interface PackageConfig {
  readonly botId: string;
  readonly developer: {
    readonly name: string;
    readonly websiteUrl: string;
    readonly privacyUrl: string;
    readonly termsOfUseUrl: string;
  };
  /** Of the app in Teams, where it is not the bot's own id: the Agents Toolkit gives the app one of its own. */
  readonly teamsAppId?: string;
  /** A page for administrators, shown in the Teams admin center. */
  readonly publisherDocsUrl?: string;
  /** Ties the app to the bot's registration in Entra, so that the bot may install itself for a person through Graph. */
  readonly graphInstall?: boolean;
}

const address = z.url({ protocol: /^https$/ });

const packageSettings = z.object({
  MicrosoftAppId: z.guid().describe(`the id of the bot’s registration in Entra, for example ${ID_EXAMPLE}`),
  DEVELOPER_NAME: text
    .max(32)
    .describe('the name of the organisation that runs the bot, at most 32 characters, for example Vejle Kommune'),
  DEVELOPER_URL: address.describe(
    'the address of a page with help and contact, for example https://kommune.dk/nemkonto',
  ),
  PRIVACY_URL: address.describe('the address of the privacy policy, for example https://kommune.dk/persondata'),
  TERMS_URL: address.describe('the address of the terms of use, for example https://kommune.dk/vilkaar'),
  TEAMS_APP_ID: z.guid().optional().describe(`the id of the app in Teams, for example ${ID_EXAMPLE}`),
  PUBLISHER_DOCS_URL: address
    .optional()
    .describe('the address of a page for administrators, for example https://kommune.dk/nemkonto/administrator'),
  GRAPH_INSTALL: z.stringbool().default(false).describe('true or false, for example true'),
});

/**
 * Reads the settings of the app package, whose addresses have no default: a made-up one would reach people's Teams.
 * @throws SettingsError that names every setting that is missing, or the first that cannot be used.
 */
export function readPackageConfig(env: Environment = process.env): PackageConfig {
  const missing = Object.entries(packageSettings.shape).filter(
    ([name, setting]) => !nameIn(env, name) && !setting.safeParse(undefined).success,
  );
  if (missing.length > 0)
    throw new SettingsError(
      `The app package cannot be made without\n${missing.map(([name, { description }]) => `  ${name}: ${description}`).join('\n')}\nSet what is missing and try again.`,
      missing.map(([name]) => name),
    );
  const settings = parse(packageSettings, env);
  return {
    botId: settings.MicrosoftAppId,
    developer: {
      name: settings.DEVELOPER_NAME,
      websiteUrl: settings.DEVELOPER_URL,
      privacyUrl: settings.PRIVACY_URL,
      termsOfUseUrl: settings.TERMS_URL,
    },
    ...(settings.TEAMS_APP_ID && { teamsAppId: settings.TEAMS_APP_ID }),
    ...(settings.PUBLISHER_DOCS_URL && { publisherDocsUrl: settings.PUBLISHER_DOCS_URL }),
    ...(settings.GRAPH_INSTALL && { graphInstall: true }),
  };
}
