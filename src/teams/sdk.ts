import { createRequire } from 'node:module';
import type * as TeamsAi from '@microsoft/teams-ai';
import type * as BotBuilder from 'botbuilder';
import { type Postponed, postponing } from './on-first-use.js';

/**
 * The one door to Microsoft's SDK: botbuilder's core and the `Application` of Teams AI, without the parts of both that
 * this bot never uses. Loaded whole they cost 100 MB of memory, through this door 7 MB.
 * Other files import their types straight from the packages (`import type`) and their values from here.
 */
const here = createRequire(import.meta.url);
const application = resolved(here, '@microsoft/teams-ai/lib/Application');
const botbuilder = resolved(here, 'botbuilder');
const fromTeamsAi = createRequire(application);
const fromBotbuilder = createRequire(botbuilder);
const fromCore = createRequire(resolved(fromBotbuilder, 'botbuilder-core'));
const fromConnector = createRequire(resolved(fromCore, 'botframework-connector'));

/**
 * What is loaded on first use only, with what first needs it. The list is what a measurement showed to matter; a name
 * that a later SDK no longer has drops out of the list and nothing else happens.
 */
const POSTPONED: readonly Postponed[] = [
  // Teams AI: planners and moderators; sign-in of users and with it the dialogs and their recognisers.
  ...later(fromTeamsAi, './AI'),
  ...later(fromTeamsAi, './authentication/Authentication'),
  ...later(fromTeamsAi, 'botbuilder-dialogs'),
  // Teams AI takes a few constants and TurnContext from botbuilder, all of which its core has.
  ...later(fromTeamsAi, 'botbuilder', { before: () => core }),
  // The first activity (a client to the connector), the first token in production, users' tokens never.
  ...later(fromConnector, 'botframework-connector/lib/connectorApi/connectorClient'),
  ...later(fromConnector, 'botframework-connector/lib/tokenApi/tokenApiClient'),
  ...later(fromConnector, 'botframework-connector/lib/teams', {
    esModule: true,
    names: [
      'TeamsConnectorClient',
      'TeamsConnectorModels',
      'TeamsConnectorMappers',
      'Teams',
      'TeamsConnectorClientContext',
      'ReadReceiptInfo',
      'retryAction',
    ],
  }),
  ...later(fromConnector, 'botframework-connector/lib/emulatorApiClient'),
  ...later(fromConnector, 'botframework-connector/lib/auth/botFrameworkClientImpl'),
  ...later(fromConnector, 'botframework-connector/lib/auth/openIdMetadata'),
  ...later(fromConnector, 'botbuilder-stdlib/lib/azureCoreHttpCompat', { esModule: true }),
  ...later(fromConnector, '@azure/msal-node'),
  ...later(fromConnector, '@azure/identity'),
  ...later(fromConnector, 'jsonwebtoken'),
];

/** For the test that compares the list with the packages as installed. */
export const postponed = POSTPONED;

interface Connector {
  readonly AuthenticationError: new (message: string, statusCode: number) => Error & { readonly statusCode: number };
}

const core: typeof BotBuilder = postponing(POSTPONED, () => fromBotbuilder('botbuilder-core'));
const connector: Connector = postponing(POSTPONED, () => fromCore('botframework-connector'));
const teamsAi: Pick<typeof TeamsAi, 'Application'> = postponing(POSTPONED, () => here(application));

/** Routes activities to handlers (Teams AI). */
export const Application = teamsAi.Application;
/** The base every cloud adapter of the SDK extends: authentication, turn context, middleware. */
export const CloudAdapterBase = core.CloudAdapterBase;
/** Where the SDK keeps the answer to an invoke within a turn. */
export const INVOKE_RESPONSE_KEY = core.INVOKE_RESPONSE_KEY;
/** Token checks and credentials from settings. */
export const ConfigurationBotFrameworkAuthentication = core.ConfigurationBotFrameworkAuthentication;
/** The bot's own tokens, for what it sends. */
export const ConfigurationServiceClientCredentialFactory = core.ConfigurationServiceClientCredentialFactory;
/** What the SDK throws when a caller's token is missing or wrong. */
export const AuthenticationError = connector.AuthenticationError;

function resolved(from: NodeJS.Require, name: string): string {
  return from.resolve(name);
}

function later(from: NodeJS.Require, name: string, more: Omit<Postponed, 'file'> = {}): Postponed[] {
  try {
    return [{ file: from.resolve(name), ...more }];
  } catch {
    return [];
  }
}
