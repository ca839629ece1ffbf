extension PrometheusText {
    /// Writes the metrics of the process, with the names that all Prometheus clients use.
    package mutating func write(_ process: ProcessMetrics) {
        let total = "process_cpu_seconds_total"
        single(total, .counter, process.cpuSeconds, help: "User and system CPU time of the process.")
        single("process_resident_memory_bytes", .gauge, process.residentBytes, help: "Resident memory.")
        single("process_virtual_memory_bytes", .gauge, process.virtualBytes, help: "Virtual memory.")
        single("process_threads", .gauge, process.threads, help: "Threads of the process.")
        single("process_open_fds", .gauge, process.openDescriptors, help: "Open file descriptors.")
        single("process_max_fds", .gauge, process.maxDescriptors, help: "Limit of open file descriptors.")
        single(
            "process_start_time_seconds",
            .gauge,
            process.startTime,
            help: "Start time of the process, in Unix time."
        )
    }
}
