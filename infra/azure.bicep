// The bot in Azure: its identity, its registration with the Teams channel, a web app to run it and a PostgreSQL for its
// cases. A web app's own disk is a network share, which is no place for case files; so DATABASE_URL is set.

@description('Part of every name; must be the only one of its kind in the world.')
@minLength(4)
@maxLength(20)
param resourceBaseName string

@description('The bot\'s name in Azure.')
@maxLength(42)
param botDisplayName string

@description('Size of the web app. B1 is the smallest one that never sleeps.')
param webAppSku string = 'B1'

@description('Of the database administrator: letters and digits, 16 or more.')
@secure()
@minLength(16)
param databasePassword string

@description('Where the data lies. Choose a resource group in the EU.')
param location string = resourceGroup().location

@description('Where Azure Bot Service handles the messages.')
@allowed(['westeurope', 'global'])
param botLocation string = 'westeurope'

var databaseLogin = 'nemkonto'
var databaseName = 'nemkonto'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: resourceBaseName
  location: location
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: resourceBaseName
  location: location
  sku: { name: 'Standard_B1ms', tier: 'Burstable' }
  properties: {
    version: '17'
    administratorLogin: databaseLogin
    administratorLoginPassword: databasePassword
    storage: { storageSizeGB: 32, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: 14, geoRedundantBackup: 'Disabled' }
    highAvailability: { mode: 'Disabled' }
  }

  resource cases 'databases' = {
    name: databaseName
  }

  // 0.0.0.0 means: services in Azure, and no other address.
  resource fromAzure 'firewallRules' = {
    name: 'azure-services'
    properties: { startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' }
  }
}

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: resourceBaseName
  location: location
  kind: 'linux'
  sku: { name: webAppSku }
  properties: { reserved: true }
}

resource webApp 'Microsoft.Web/sites@2023-12-01' = {
  name: resourceBaseName
  location: location
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: {
      linuxFxVersion: 'NODE|22-lts'
      appCommandLine: 'node dist/main.js'
      alwaysOn: true
      healthCheckPath: '/health'
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      appSettings: [
        { name: 'NODE_ENV', value: 'production' }
        { name: 'WEBSITE_RUN_FROM_PACKAGE', value: '1' }
        { name: 'SCM_DO_BUILD_DURING_DEPLOYMENT', value: 'false' }
        { name: 'MicrosoftAppType', value: 'UserAssignedMSI' }
        { name: 'MicrosoftAppId', value: identity.properties.clientId }
        { name: 'MicrosoftAppTenantId', value: identity.properties.tenantId }
        { name: 'DATA_DIR', value: '/home/nemkonto-bot' }
        {
          name: 'DATABASE_URL'
          value: 'postgres://${databaseLogin}:${uriComponent(databasePassword)}@${database.properties.fullyQualifiedDomainName}:5432/${databaseName}?sslmode=verify-full'
        }
      ]
    }
  }
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: resourceBaseName
  location: botLocation
  kind: 'azurebot'
  sku: { name: 'F0' }
  properties: {
    displayName: botDisplayName
    endpoint: 'https://${webApp.properties.defaultHostName}/api/messages'
    msaAppType: 'UserAssignedMSI'
    msaAppId: identity.properties.clientId
    msaAppTenantId: identity.properties.tenantId
    msaAppMSIResourceId: identity.id
  }

  resource teams 'channels' = {
    name: 'MsTeamsChannel'
    location: botLocation
    properties: { channelName: 'MsTeamsChannel' }
  }
}

// The Toolkit writes these into env/.env.dev.
output BOT_ID string = identity.properties.clientId
output BOT_DOMAIN string = webApp.properties.defaultHostName
output AZURE_APP_SERVICE_RESOURCE_ID string = webApp.id
