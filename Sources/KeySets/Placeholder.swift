import AsyncHTTPClient
import NIOHTTP1
import NIOSSL
