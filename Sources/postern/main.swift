import ArgumentParser
import ServiceLifecycle
import UnixSignals

print("hi")
