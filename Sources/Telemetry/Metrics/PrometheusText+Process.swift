extension PrometheusText {
    /// Writes the figures of the process, by the names that all Prometheus clients use.
    package mutating func write(_ process: ProcessMetrics) {
        let total = "process_cpu_seconds_total"
        single(total, .counter, process.cpuSeconds, help: "User and system time of the process.")
        single("process_resident_memory_bytes", .gauge, process.residentBytes, help: "Memory in use.")
        single("process_virtual_memory_bytes", .gauge, process.virtualBytes, help: "Address space in use.")
        single("process_threads", .gauge, process.threads, help: "Threads of the process.")
        single("process_open_fds", .gauge, process.openDescriptors, help: "Open file descriptors.")
        single("process_max_fds", .gauge, process.maxDescriptors, help: "The limit of open file descriptors.")
        single("process_start_time_seconds", .gauge, process.startTime, help: "When the process began, in Unix time.")
    }
}
