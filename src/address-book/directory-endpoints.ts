import { endpoint } from '../platform/http/endpoint.ts';
import { DirectoryAddresses, PhoneDirectory } from './directory-contract.ts';

export const getPhoneDirectory = endpoint({
  id: 'getPhoneDirectory',
  method: 'GET',
  path: '/tenants/{tenantId}/phone-directory',
  scope: 'tenant',
  permission: 'extensions.read',
  summary: 'Get the phone directory',
  description: 'Returns whether the tenant’s phones can fetch its directory, without the addresses.',
  response: PhoneDirectory,
});

export const renewPhoneDirectory = endpoint({
  id: 'renewPhoneDirectory',
  method: 'POST',
  path: '/tenants/{tenantId}/phone-directory',
  scope: 'tenant',
  permission: 'directory.secrets',
  summary: 'Turn on or renew the phone directory',
  description:
    'Makes new addresses, at which phones fetch the tenant’s extensions and contacts as XML, at most 500 entries. The addresses before end at once, so every phone has to be given the new one.',
  response: DirectoryAddresses,
  secret: true,
});

export const getDirectoryAddresses = endpoint({
  id: 'getDirectoryAddresses',
  method: 'GET',
  path: '/tenants/{tenantId}/phone-directory/credentials',
  scope: 'tenant',
  permission: 'directory.secrets',
  summary: 'Get the addresses of the phone directory',
  description: 'What to enter in each make of phone. Every look is recorded in the audit log.',
  response: DirectoryAddresses,
  secret: true,
});

export const deletePhoneDirectory = endpoint({
  id: 'deletePhoneDirectory',
  method: 'DELETE',
  path: '/tenants/{tenantId}/phone-directory',
  scope: 'tenant',
  permission: 'directory.secrets',
  summary: 'Turn off the phone directory',
  description: 'Phones can no longer download it. Most keep showing what they fetched last.',
});
