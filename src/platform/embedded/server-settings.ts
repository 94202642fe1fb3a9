/**
 * Settings of the embedded server: made for one small machine, reachable from this machine alone, and silent about data:
 * its log gives codes and messages, never the statement or the row that failed.
 * @param durable false gives up safety against a crash of the machine for speed: only for data that a test throws away
 */
export function serverSettings(options: { port: number; name: string; durable: boolean }): string[] {
  const safety = options.durable ? 'on' : 'off';
  const settings = {
    port: options.port,
    cluster_name: options.name,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    fsync: safety,
    synchronous_commit: safety,
    full_page_writes: safety,
    shared_buffers: '128MB',
    effective_cache_size: '1GB',
    work_mem: '8MB',
    maintenance_work_mem: '64MB',
    max_parallel_workers_per_gather: 0,
    io_method: 'sync',
    random_page_cost: 1.1,
    autovacuum_vacuum_cost_delay: '10ms', // it tidies a dozen tables in a row each minute, on the one or two cores that people wait for
    jit: 'off',
    timezone: 'UTC',
    shared_preload_libraries: 'pg_stat_statements',
    'pg_stat_statements.track_utility': 'off',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
  };
  return Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
}
