import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import { statusErrors } from '../status/contract.ts';
import { DirectoryAddresses, PhoneDirectory } from './directory-contract.ts';

const readErrors = pickErrors(statusErrors, 'tenant_suspended');
const writeErrors = pickErrors(statusErrors, 'tenant_suspended', 'tenant_cancelled');

export const getPhoneDirectory = endpoint({
  id: 'getPhoneDirectory',
  method: 'GET',
  path: '/tenants/{tenantId}/phone-directory',
  scope: 'tenant',
  permission: 'extensions.read',
  summary: 'Get the phone directory',
  description: 'Returns whether the tenant’s phones can fetch its directory, without the addresses.',
  response: PhoneDirectory,
  errors: readErrors,
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
  errors: writeErrors,
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
  errors: readErrors,
});

export const deletePhoneDirectory = endpoint({
  id: 'deletePhoneDirectory',
  method: 'DELETE',
  path: '/tenants/{tenantId}/phone-directory',
  scope: 'tenant',
  permission: 'directory.secrets',
  summary: 'Turn off the phone directory',
  description: 'Phones can no longer download it. Most keep showing what they fetched last.',
  errors: writeErrors,
});
